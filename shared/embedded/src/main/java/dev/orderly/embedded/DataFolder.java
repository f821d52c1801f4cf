package dev.orderly.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder that belongs to one running instance. The operating system's lock on {@code lock} says who that is: it ends with the
 * process, however that ends, so whatever else is found alive in the folder is an orphan.
 */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * Creates the folder when it is missing and locks it for this process.
     *
     * @throws FolderInUse another process, or this one, holds it
     * @throws StartRefused it cannot be created or written
     */
    public static DataFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            return locked(path);
        } catch (IOException refused) {
            throw new StartRefused("The data folder " + path + " cannot be written: " + reason(refused) + ".", refused);
        }
    }

    /** What stands in the folder's {@code run.json}, without opening the folder: empty when nothing runs there. */
    public static Optional<RunningInstance> running(Path folder) {
        try {
            return isLocked(folder)
                    ? Optional.of(RunningInstance.parse(Files.readString(folder.resolve("run.json"))))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    public Path path() {
        return path;
    }

    /** The folder for {@link LocalPostgres}. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** The folder for {@link LocalBroker}. */
    public Path broker() {
        return path.resolve("broker");
    }

    /** Tells other commands on this folder where the running instance answers. */
    public void announce(RunningInstance instance) {
        try {
            Path draft = Files.writeString(path.resolve("run.json.new"), instance.toJson());
            Files.move(draft, runFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes {@code run.json} and lets go of the lock. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(runFile());
            lockFile.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Path runFile() {
        return path.resolve("run.json");
    }

    private static DataFolder locked(Path path) throws IOException {
        FileChannel file = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new FolderInUse(path);
        }
        Files.deleteIfExists(path.resolve("run.json"));
        return new DataFolder(path, file);
    }

    /** The lock ends with its process, however that ended; a process id could be somebody else's by now. */
    private static boolean isLocked(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE)) {
            return tryLock(file) == null;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException heldByThisProcess) {
            return null;
        }
    }

    private static String reason(IOException refused) {
        if (refused instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (refused instanceof FileSystemException inTheWay) {
            String reason = inTheWay.getReason();
            return reason == null ? inTheWay.getFile() + " is in the way" : inTheWay.getFile() + ": " + reason;
        }
        return String.valueOf(refused.getMessage());
    }
}
