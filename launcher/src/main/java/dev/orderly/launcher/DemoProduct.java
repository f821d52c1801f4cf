package dev.orderly.launcher;

/** A product that the ready block shows. */
record DemoProduct(String productId, String price, String currency, long available) {}
