package dev.orderly.web;

import io.vertx.core.Future;

/** One thing that can be asked over HTTP: from request to reply. A thrown {@link Problem} and one in a failed future mean the same. */
@FunctionalInterface
public interface Operation {

    /** Answers the request; runs on the event loop of its edge and must not block it. */
    Future<Reply> handle(Request request);
}
