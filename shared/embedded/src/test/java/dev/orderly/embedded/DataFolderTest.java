package dev.orderly.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    private static final RunningInstance INSTANCE =
            new RunningInstance(ProcessHandle.current().pid(), 8080, 8081, 5432, 0);

    @TempDir
    Path folder;

    @Test
    void refusesASecondInstanceInOneSentence() {
        try (DataFolder held = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(held.path()))
                    .isInstanceOf(FolderInUse.class)
                    .hasMessage("The data folder " + folder + " is in use by another running instance.");
        }
    }

    @Test
    void refusesWhatAnotherProcessHolds() throws Exception {
        try (ChildJvm child = ChildJvm.start(Holder.class, folder)) {
            assertThat(child.ready()).isEmpty();
            assertThatThrownBy(() -> DataFolder.open(folder)).isInstanceOf(FolderInUse.class);

            child.kill();

            try (DataFolder free = DataFolder.open(folder)) {
                assertThat(free.path()).isEqualTo(folder);
            }
        }
    }

    @Test
    void refusesAPlaceWhereItCannotWriteInOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StartRefused.class)
                .hasMessageStartingWith("The data folder " + file.resolve("data") + " cannot be written: ");
    }

    @Test
    void tellsWhereTheRunningInstanceAnswersUntilItCloses() {
        try (DataFolder held = DataFolder.open(folder)) {
            held.announce(INSTANCE);
            assertThat(DataFolder.running(folder)).contains(INSTANCE);
        }
        assertThat(DataFolder.running(folder)).isEmpty();
    }

    @Test
    void forgetsAnInstanceThatWasKilled() throws IOException {
        Files.writeString(folder.resolve("run.json"), INSTANCE.toJson());

        try (DataFolder next = DataFolder.open(folder)) {
            assertThat(DataFolder.running(next.path())).isEmpty();
        }
    }

    /** A process that opens the folder and is killed. */
    static final class Holder {

        @SuppressWarnings("resource") // held until the kill
        public static void main(String[] arguments) throws Exception {
            DataFolder held = DataFolder.open(Path.of(arguments[0]));
            ChildJvm.announceAndWait();
            held.close();
        }
    }
}
