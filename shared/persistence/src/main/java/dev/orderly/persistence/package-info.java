/** PostgreSQL for one service: pool, transactions, group commit, outbox and inbox tables, roles and migrations. */
@NullMarked
package dev.orderly.persistence;

import org.jspecify.annotations.NullMarked;
