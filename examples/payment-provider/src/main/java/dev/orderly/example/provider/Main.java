package dev.orderly.example.provider;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;

/** Starts the pretending provider: {@code java -jar payment-provider.jar [port]}; it asks for a token when PROVIDER_TOKEN is set. */
public final class Main {

    private static final String DEFAULT_PORT = "8090";

    private Main() {}

    /** Listens until the process is ended. */
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments.length > 0 ? arguments[0] : DEFAULT_PORT);
        Map<String, String> environment = System.getenv();
        Till till = new Till(Duration.ofSeconds(15));
        new ExampleProvider(Vertx.vertx(), till, environment.getOrDefault("PROVIDER_TOKEN", ""), Duration.ofSeconds(3))
                .listen(port)
                .onComplete(
                        actual -> System.out.println("The example provider answers on http://127.0.0.1:" + actual),
                        Main::giveUp);
    }

    private static void giveUp(Throwable failure) {
        System.err.println("The example provider cannot start: " + failure.getMessage());
        System.exit(1);
    }
}
