package dev.orderly.service;

import dev.orderly.persistence.DatabaseSettings;
import java.util.Map;

/**
 * One service as a node runs it.
 *
 * @param service what runs
 * @param settings what {@link OrderlyService#settings} read
 * @param schemas how it reaches its own schema and its further ones, by schema name
 */
public record HostedService(OrderlyService service, Record settings, Map<String, DatabaseSettings> schemas) {}
