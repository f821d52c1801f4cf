/** What a product is; pure. */
@NullMarked
package dev.orderly.catalog.domain;

import org.jspecify.annotations.NullMarked;
