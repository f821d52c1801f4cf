package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is handed on: S49, nothing that is secret comes out of it; S52, it says what it is made of. */
class LocalJarIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ROLE_SECRET = "canary-of-the-roles-5d1f";
    private static final Map<String, String> CANARIES = Map.of(
            "ORDERLY_DATABASE_ROLE_SECRET", ROLE_SECRET,
            "ORDERLY_DATABASE_PASSWORD", "canary-of-the-database-77ab",
            "ORDERLY_BROKER_PASSWORD", "canary-of-the-broker-19c4",
            "ORDERLY_PAYMENT_HTTP_TOKEN", "canary-of-the-provider-e020");

    @TempDir
    private static Path folder;

    private static Path data;
    private static JarProcess shop;
    private static String url;
    private static ShopClient clerk;
    private static ShopClient operator;
    private static String token;

    @BeforeAll
    static void start() {
        data = folder.resolve("data");
        int port = JarProcess.freePort();
        Map<String, String> environment = new HashMap<>(CANARIES);
        environment.put("ORDERLY_PAYMENT_PROVIDER", "http");
        environment.put("ORDERLY_PAYMENT_TIME_LIMIT", "PT3S");
        environment.put("ORDERLY_PAYMENT_HTTP_URL", "http://127.0.0.1:" + JarProcess.freePort());
        environment.put("ORDERLY_TRACING_ENDPOINT", "http://127.0.0.1:" + JarProcess.freePort());
        shop = JarProcess.run(data, port, JarProcess.freePort(), "", environment);
        shop.awaitReady(LIMIT);
        token = JarProcess.clerksToken(data);
        url = "http://127.0.0.1:" + port;
        clerk = new ShopClient(url, () -> token);
        operator = ShopClient.stranger("http://127.0.0.1:" + shop.managementPort());
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void s49TellsNoSecretWhileItWorksAndFails() throws IOException {
        List<String> told = new ArrayList<>();
        String order = ShopClient.insist(
                        () -> clerk.place("{\"customerId\":\"ada\",\"items\":[\"tea\"]}", "canary-0001"))
                .body()
                .path("id")
                .asText();
        Eventually.holds(
                LIMIT,
                () -> clerk.get("/orders/" + order).text().contains("\"status\":\"failed\""),
                () -> "the provider that is not there was not given up");
        told.add(clerk.get("/orders/" + order + "/timeline").text());
        told.add(new ShopClient(url, () -> token + "x").get("/orders").text());
        told.add(clerk.send("/orders", "{\"paymentMethod\":").text());
        told.add(operator.get("/metrics").text());
        told.add(operator.get("/health/ready").text());
        told.add(JarProcess.command(data, "config", "show").printed());
        ProcessHandle process = ProcessHandle.of(shop.pid()).orElseThrow();
        process.descendants().forEach(child -> told.add(commandLine(child)));
        told.add(commandLine(process));
        told.add(shop.printed());

        assertThat(told).allSatisfy(text -> assertThat(text).isNotEmpty().doesNotContain(secrets()));
    }

    @Test
    void saysOnceThatNobodyTakesItsSpansAndLeavesTheRestToTheMeter() {
        assertThat(ShopClient.insist(() -> clerk.get("/orders")).status()).isEqualTo(200);
        Eventually.holds(LIMIT, () -> shop.printed().contains("takes none"), () -> shop.printed());

        assertThat(shop.printed())
                .containsOnlyOnce("takes none: java.net.ConnectException")
                .doesNotContain("io.opentelemetry", "Failed to export");
    }

    @Test
    void s49BearsNoKeyInTheJar() throws IOException {
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(file -> !file.isDirectory()).toList()) {
                assertThat(entry.getName()).doesNotMatch(".*\\.(pem|p12|jks|key|pfx)");
                if (entry.getName().matches(".*\\.(ya?ml|json|properties|xml|conf|txt)")) {
                    assertThat(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1))
                            .as(entry.getName())
                            .doesNotContain("PRIVATE KEY", "\"kty\"");
                }
            }
        }
    }

    @Test
    void s52SaysWhatItIsMadeOf() throws IOException {
        JsonNode bill;
        try (JarFile jar = new JarFile(JarProcess.JAR.toFile());
                InputStream entry = jar.getInputStream(jar.getJarEntry("META-INF/sbom/application.cdx.json"))) {
            bill = new ObjectMapper().readTree(entry);
        }

        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(bill.path("components").findValuesAsText("name"))
                .contains("vertx-core", "vertx-pg-client", "vertx-rabbitmq-client", "jackson-databind", "jose4j")
                .contains("opentelemetry-exporter-otlp", "opentelemetry-exporter-sender-jdk")
                .doesNotContain("junit-jupiter", "assertj-core", "opentelemetry-proto", "okhttp");
        assertThat(bill.path("components"))
                .allSatisfy(
                        library -> assertThat(library.path("version").asText()).isNotEmpty());
    }

    private static String[] secrets() throws IOException {
        List<String> secrets = new ArrayList<>(CANARIES.values());
        secrets.add(token);
        secrets.add(new ObjectMapper()
                .readTree(Files.readString(data.resolve("token-key.json")))
                .path("d")
                .asText());
        Services.names().forEach(service -> secrets.add(new RolePasswords(ROLE_SECRET).of("orderly_" + service)));
        assertThat(secrets).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(20));
        return secrets.toArray(String[]::new);
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("gone");
    }
}
