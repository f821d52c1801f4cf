package dev.orderly.launcher;

import dev.orderly.web.Fields;
import java.util.Locale;
import java.util.Set;

/** Secrets that are none: what products are delivered with, what examples show, and what anybody would try first. */
final class KnownSecrets {

    private static final int SHORTEST = 16;
    private static final Set<String> KNOWN = Set.of(
            "admin",
            "change-me",
            "changeit",
            "changeme",
            "default",
            "guest",
            "orderly",
            "password",
            "postgres",
            "rabbitmq",
            "root",
            "secret",
            "test");

    private KnownSecrets() {}

    /** Refuses a password that everybody knows; none at all is for the server to judge. */
    static void refuse(Fields section, String name, Secret secret) {
        if (KNOWN.contains(secret.value().toLowerCase(Locale.ROOT))) {
            section.reject(name, "is what everybody tries first; profile production asks for a secret of its own");
        }
    }

    /** Refuses what could be guessed, where passwords are derived from it. */
    static void refuseShort(Fields section, String name, Secret secret) {
        refuse(section, name, secret);
        if (!secret.isEmpty() && secret.value().length() < SHORTEST) {
            section.reject(name, "must have at least " + SHORTEST + " characters in profile production");
        }
    }
}
