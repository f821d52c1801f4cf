package dev.orderly.service;

import dev.orderly.web.Operation;
import io.vertx.core.http.HttpMethod;

/** What a service offers to operators: one method of one path of the management port. */
public record ManagedRoute(HttpMethod method, String path, Operation operation) {}
