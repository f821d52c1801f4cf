package dev.orderly.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Runs the lines that the README shows, as they stand there, against the packaged jar, and looks at what they answer. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadmeIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern STEPS = Pattern.compile("<!-- first steps -->\n```bash\n(.*?)```", Pattern.DOTALL);
    private static final Pattern OPERATIONS = Pattern.compile("<!-- operations -->\n```bash\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TOKENS = Pattern.compile("<!-- tokens -->\n```bash\n(.*?)```", Pattern.DOTALL);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static JarProcess shop;
    private static int port;
    private static List<String> lines;
    private static String token;

    @BeforeAll
    static void startTheJar() throws IOException {
        port = JarProcess.freePort();
        shop = JarProcess.run(folder.resolve("data"), port, JarProcess.freePort(), "", Map.of());
        shop.awaitReady(LIMIT);
        lines = shown().lines().filter(line -> !line.startsWith("#")).toList();
        token = shell("cd .. && " + lines.get(0).replace("--clerk", "--clerk --data " + folder.resolve("data"))
                        + " && echo $TOKEN")
                .strip();
    }

    @AfterAll
    static void stopTheJar() {
        shop.close();
    }

    @Test
    @Order(1)
    void printsTheLinesOfTheReadme() throws IOException {
        assertThat(shop.printed()).contains(shown().replace("8080", "" + port));
    }

    @Test
    @Order(2)
    void startsWithoutAWarning() {
        assertNoWarning();
    }

    @Test
    @Order(3)
    void completesTheFirstOrder() {
        awaitAnswer(1, "\"status\":\"pending\"", "\"totalAmount\"");
        awaitAnswer(4, "\"status\":\"completed\"");
        awaitAnswer(5, "stock.reserved", "payment.successful", "stock.deducted");
    }

    @Test
    @Order(4)
    void failsTheOrderThatStockCannotCover() {
        awaitAnswer(2, "\"status\":\"pending\"");
        awaitList("bob", "\"status\":\"failed\"", "\"reason\":\"out_of_stock\"");
    }

    @Test
    @Order(5)
    void failsTheOrderWhoseCardIsDeclined() {
        awaitAnswer(3, "\"status\":\"pending\"");
        awaitList("cem", "\"status\":\"failed\"", "\"reason\":\"payment_declined\"");
    }

    @Test
    @Order(6)
    void refundsTheLateCaptureOfACancelledOrder() {
        Eventually.holds(LIMIT, ReadmeIT::isCancelledInTime, () -> "every cancellation came too late: " + type(8));
        awaitAnswer(8, "\"status\":\"refunded\"");
    }

    /** The slow payment is under way; a machine that stood still meanwhile has the next order cancelled. */
    private static boolean isCancelledInTime() {
        awaitAnswer(6, "\"status\":\"pending\"");
        awaitAnswer(8, "\"status\":\"");
        return type(7).contains("\"status\":\"cancelled\"");
    }

    @Test
    @Order(7)
    void showsShelfAndCleanBooks() {
        awaitAnswer(9, "\"productId\":\"tea\"");
        String audit =
                shell("cd .. && " + lines.get(10) + " --data " + folder.resolve("data") + " && echo exit code 0");
        assertThat(audit).contains("at rest").endsWith("exit code 0\n");
        assertThat(shell("cd .. && ./orderly version")).startsWith("orderly " + Version.number());
    }

    @Test
    @Order(8)
    void operatesTheRunningShop() throws IOException {
        assertThat(operation("status")).contains("state          ready", "services       order, stock", "orders/s");
        assertThat(operation("config check")).contains("well");
        assertThat(operation("orders stuck")).contains("No order has waited longer");
        assertThat(operation("dead-letters list")).contains("There are no such dead letters.");
    }

    @Test
    @Order(8)
    void issuesTokens() throws IOException {
        List<String> shown =
                block(TOKENS).lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(shown).hasSize(2);
        for (String line : shown) {
            String issued = shell("cd .. && " + line + " --data " + folder.resolve("data"))
                    .strip();
            int status = new ShopClient("http://127.0.0.1:" + port, () -> issued)
                    .get("/orders")
                    .status();
            assertThat(status).isEqualTo(200);
        }
    }

    private static String operation(String command) throws IOException {
        assertThat(block(OPERATIONS).lines()).contains("./orderly " + command);
        return shell("cd .. && ./orderly " + command + " --data " + folder.resolve("data"));
    }

    @Test
    @Order(8)
    void namesOnlyCommandsThatExist() throws IOException {
        Matcher command = Pattern.compile("\\./orderly ([a-z-]+)").matcher(Files.readString(ROOT.resolve("README.md")));
        while (command.find()) {
            assertThat(Main.commandLine().getSubcommands()).containsKey(command.group(1));
        }
    }

    @Test
    @Order(9)
    void stopsQuietlyAndLeavesNothingBehind() {
        List<ProcessHandle> children =
                ProcessHandle.of(shop.pid()).orElseThrow().descendants().toList();
        shop.interrupt();
        assertThat(shop.waitForExit(LIMIT)).isIn(0, 130);
        Eventually.holds(LIMIT, () -> children.stream().noneMatch(ProcessHandle::isAlive), () -> "left: " + children);
        assertNoWarning();
    }

    private static void assertNoWarning() {
        assertThat(Stalls.leftOut(shop.printed())).doesNotContain("WARN", "ERROR", "Exception", "\tat ");
    }

    private static String shown() throws IOException {
        return block(STEPS);
    }

    private static String block(Pattern pattern) throws IOException {
        Matcher block = pattern.matcher(Files.readString(ROOT.resolve("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static void awaitAnswer(int line, String... parts) {
        String[] answer = new String[1];
        Eventually.holds(
                LIMIT,
                () -> {
                    answer[0] = type(line);
                    return List.of(parts).stream().allMatch(answer[0]::contains);
                },
                () -> lines.get(line) + " answers " + answer[0]);
    }

    private static void awaitList(String customer, String... parts) {
        ShopClient client = new ShopClient("http://127.0.0.1:" + port, () -> token);
        Eventually.holds(
                LIMIT,
                () -> List.of(parts).stream()
                        .allMatch(client.get("/orders?customerId=" + customer).text()::contains),
                () -> client.get("/orders?customerId=" + customer).text());
    }

    /** What the shell prints for that line. */
    private static String type(int line) {
        return shell("TOKEN=" + token + "; " + lines.get(line).replace("8080", "" + port));
    }

    private static String shell(String command) {
        try {
            Process bash = new ProcessBuilder("bash", "-c", command)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(bash.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return printed;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new java.util.concurrent.CompletionException(e);
        }
    }
}
