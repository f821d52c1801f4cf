package dev.orderly.embedded;

import java.nio.file.Path;

/** Another living process holds this data folder. */
public final class FolderInUse extends StartRefused {

    FolderInUse(Path folder) {
        super("The data folder " + folder + " is in use by another running instance.");
    }
}
