/** What a service is to its host, and what the host hands to it. */
@NullMarked
package dev.orderly.service;

import org.jspecify.annotations.NullMarked;
