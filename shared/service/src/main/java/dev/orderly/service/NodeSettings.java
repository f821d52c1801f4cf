package dev.orderly.service;

import dev.orderly.messaging.BrokerSettings;
import dev.orderly.messaging.MessagingHealth;
import dev.orderly.persistence.Batcher;
import dev.orderly.persistence.MessagePurge;
import dev.orderly.tracing.Tracing;
import dev.orderly.web.Access;
import dev.orderly.web.HttpSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;

/**
 * What one process of the shop runs, the same on each of its event loops.
 *
 * @param shop what all services of the shop agree on
 * @param services the services of this process, in the order in which they are deployed
 * @param http how the loops listen, on one port
 * @param access who may ask, and as whom the services ask each other
 * @param broker where the broker is; says also whether the audit's trail is written
 * @param kept how long what is done with is kept of messages
 * @param batching how requests and events are gathered into one transaction
 * @param messaging gathers how messaging fares on all loops
 * @param meters where services register what they count
 * @param tracing gives work its place in a trace
 * @param clock tells the time of decisions
 * @param loops how many event loops carry the services
 */
public record NodeSettings(
        Shop shop,
        List<HostedService> services,
        HttpSettings http,
        Access access,
        BrokerSettings broker,
        MessagePurge.Ages kept,
        Batcher.Limits batching,
        MessagingHealth messaging,
        MeterRegistry meters,
        Tracing tracing,
        Clock clock,
        int loops) {}
