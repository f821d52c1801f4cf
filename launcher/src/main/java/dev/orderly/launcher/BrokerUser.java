package dev.orderly.launcher;

/** Who connects to the broker. */
record BrokerUser(String name, Secret password) {}
