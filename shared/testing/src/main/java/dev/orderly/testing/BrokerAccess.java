package dev.orderly.testing;

/** An AMQP 0-9-1 broker for tests, and a user who may do everything on one of its virtual hosts. */
public record BrokerAccess(String host, int port, String virtualHost, String user, String password) {}
