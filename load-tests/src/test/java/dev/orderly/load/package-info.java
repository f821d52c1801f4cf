/** Load on a shop, from outside: these simulations speak HTTP and know no class of the product. */
@NullMarked
package dev.orderly.load;

import org.jspecify.annotations.NullMarked;
