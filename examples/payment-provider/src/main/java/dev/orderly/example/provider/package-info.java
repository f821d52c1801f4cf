/** A payment provider that only pretends, and speaks the protocol that the shop's adapter speaks. */
@NullMarked
package dev.orderly.example.provider;

import org.jspecify.annotations.NullMarked;
