/** Bearer tokens (RFC 6750, RFC 9068): whose keys sign them, how they are checked, and an issuer of our own for development. */
@NullMarked
package dev.orderly.web.tokens;

import org.jspecify.annotations.NullMarked;
