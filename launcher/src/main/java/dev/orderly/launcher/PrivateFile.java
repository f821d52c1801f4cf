package dev.orderly.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** A file of the data folder that is made once and readable by its owner only. */
final class PrivateFile {

    private PrivateFile() {}

    /** What stands in it; at the first time what is supplied. @throws Refusal when it can neither be read nor made */
    static String read(Path file, Supplier<String> first) {
        try {
            if (!Files.exists(file)) {
                write(file, first.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Refusal.cannot("The secret " + file + " cannot be read or made.", e);
        }
    }

    /** Written beside and moved into place: a crash in between leaves no half of a secret. */
    private static void write(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
