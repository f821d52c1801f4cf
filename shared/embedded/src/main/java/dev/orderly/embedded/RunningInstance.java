package dev.orderly.embedded;

import java.util.regex.Pattern;

/**
 * Where the instance that holds a data folder answers; a port that it does not have is 0.
 *
 * @param pid the process
 * @param port the HTTP API's port
 * @param managementPort the port of health, metrics and audit
 * @param postgresPort the embedded PostgreSQL's port
 * @param brokerPort the embedded broker's port
 */
public record RunningInstance(long pid, int port, int managementPort, int postgresPort, int brokerPort) {

    String toJson() {
        return """
                {"pid": %d, "port": %d, "managementPort": %d, "postgresPort": %d, "brokerPort": %d}
                """.formatted(pid, port, managementPort, postgresPort, brokerPort);
    }

    static RunningInstance parse(String json) {
        return new RunningInstance(
                number(json, "pid"),
                (int) number(json, "port"),
                (int) number(json, "managementPort"),
                (int) number(json, "postgresPort"),
                (int) number(json, "brokerPort"));
    }

    private static long number(String json, String name) {
        var matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*(\\d{1,18})").matcher(json);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
