package dev.orderly.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once per version into a cache folder. */
final class PostgresBinaries {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final boolean WINDOWS = os().contains("win") && !os().contains("darwin");

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    /** Unpacks them when the cache does not hold them; a half-unpacked folder never carries the final name. */
    static PostgresBinaries in(Path cache) throws IOException {
        String name = "postgres-" + platform();
        URL archive = PostgresBinaries.class.getResource("/" + name + ".txz");
        if (archive == null) {
            throw new StartRefused(
                    "No embedded PostgreSQL for this machine (" + platform() + "): use an external one.");
        }
        Path home = cache.resolve(name + "-" + fingerprint(archive));
        if (!Files.isDirectory(home)) {
            LOG.info("Unpacking PostgreSQL to {}, once", home);
            unpackAside(archive, home);
        }
        return new PostgresBinaries(home);
    }

    String program(String name) {
        return home.resolve("bin").resolve(WINDOWS ? name + ".exe" : name).toString();
    }

    /** The user's cache; for root one that a stepped-down process can reach, too. */
    static Path defaultCache() {
        Path user = Path.of(System.getProperty("user.home"));
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/cache/orderly");
        }
        if (WINDOWS) {
            return user.resolve("AppData").resolve("Local").resolve("orderly");
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg == null || xdg.isBlank()
                ? user.resolve(".cache").resolve("orderly")
                : Path.of(xdg).resolve("orderly");
    }

    private static String platform() {
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        boolean arm = arch.startsWith("aarch") || arch.startsWith("arm");
        if (os().contains("mac") || os().contains("darwin")) {
            return "darwin-x86_64"; // a universal binary
        }
        return (WINDOWS ? "windows" : "linux") + (arm ? "-arm_64" : "-x86_64");
    }

    private static String os() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    /** Changes with the archive, without reading all of it. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        long sign = connection instanceof JarURLConnection jar
                ? jar.getJarEntry().getCrc()
                : connection.getContentLengthLong();
        return Long.toHexString(sign);
    }

    private static void unpackAside(URL archive, Path home) throws IOException {
        Files.createDirectories(home.toAbsolutePath().getParent());
        Path aside = Files.createTempDirectory(home.getParent(), "unpacking");
        try {
            unpack(archive, aside);
            openToAll(aside);
            Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failure) {
            Folders.delete(aside);
            if (!Files.isDirectory(home)) { // else another process was faster
                throw failure;
            }
        }
    }

    private static void unpack(URL archive, Path target) throws IOException {
        try (InputStream in = archive.openStream();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in, 1 << 16)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                place(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void place(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            if (!WINDOWS && (entry.getMode() & 0100) != 0) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void openToAll(Path folder) throws IOException {
        if (!WINDOWS) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
