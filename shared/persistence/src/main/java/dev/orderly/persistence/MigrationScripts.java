package dev.orderly.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The scripts of one schema as they are in this build, told apart from any other build's by a fingerprint. */
final class MigrationScripts {

    private static final String CLASSPATH = "classpath:";

    private MigrationScripts() {}

    /** A hash over names and contents in name order; absent where the scripts cannot be listed, or there are none. */
    static Optional<String> fingerprint(List<String> locations) {
        Map<String, byte[]> scripts = new TreeMap<>();
        for (String location : locations) {
            if (!location.startsWith(CLASSPATH)) {
                return Optional.empty();
            }
            collect(location.substring(CLASSPATH.length()), scripts);
        }
        return scripts.isEmpty() ? Optional.empty() : Optional.of(hash(scripts));
    }

    private static void collect(String folder, Map<String, byte[]> scripts) {
        try {
            for (URL url :
                    Collections.list(MigrationScripts.class.getClassLoader().getResources(folder))) {
                if (url.openConnection() instanceof JarURLConnection packed) {
                    collect(packed.getJarFile(), packed.getEntryName(), scripts);
                } else {
                    collect(Path.of(URI.create(url.toString())), scripts);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the migrations in " + folder, unreadable);
        }
    }

    private static void collect(JarFile jar, String folder, Map<String, byte[]> scripts) throws IOException {
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().startsWith(folder) && entry.getName().endsWith(".sql")) {
                try (InputStream script = jar.getInputStream(entry)) {
                    scripts.put(entry.getName().substring(entry.getName().lastIndexOf('/') + 1), script.readAllBytes());
                }
            }
        }
    }

    private static void collect(Path folder, Map<String, byte[]> scripts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path script :
                    files.filter(file -> file.toString().endsWith(".sql")).toList()) {
                scripts.put(script.getFileName().toString(), Files.readAllBytes(script));
            }
        }
    }

    private static String hash(Map<String, byte[]> scripts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            scripts.forEach((name, content) -> {
                digest.update((name + ' ' + content.length + '\n').getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
