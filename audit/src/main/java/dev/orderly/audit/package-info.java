/** What must hold across all the services' tables, asked in one snapshot by a role that may only read. */
@NullMarked
package dev.orderly.audit;

import org.jspecify.annotations.NullMarked;
