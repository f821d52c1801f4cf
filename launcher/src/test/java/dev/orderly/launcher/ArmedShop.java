package dev.orderly.launcher;

import dev.orderly.faults.Fault;
import dev.orderly.faults.FaultPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The packaged program, in which a test arms one fault point after the other, by a line on the standard input each. */
public final class ArmedShop {

    private ArmedShop() {}

    /** As {@link Main#main}. */
    public static void main(String[] arguments) {
        Thread orders = new Thread(ArmedShop::obey, "armourer");
        orders.setDaemon(true);
        orders.start();
        Main.main(arguments);
    }

    private static void obey() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Fault unused = FaultPoint.arm(line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
