/** HTTP at the edge: strict reading of JSON and YAML, routes that a contract drives, problems, bounded intake, health and metrics. */
@NullMarked
package dev.orderly.web;

import org.jspecify.annotations.NullMarked;
