package dev.orderly.contracts;

import java.util.Optional;

/** Where an order goes. */
public record Address(String name, String street, String city, Optional<String> postalCode, String country) {}
