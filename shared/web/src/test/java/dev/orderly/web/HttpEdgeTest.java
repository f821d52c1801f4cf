package dev.orderly.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEdgeTest {

    private record Book(
            String title, BigDecimal fee, Instant due, Optional<String> shelf, OptionalLong pages, List<String> tags) {}

    private record Loan(String reader, long days) {}

    private static Library library;

    @BeforeAll
    static void open() {
        library = Library.open(Library.operations(HttpEdgeTest::list, HttpEdgeTest::lend));
    }

    @AfterAll
    static void close() {
        library.close();
    }

    private static Future<Reply> list(Request request) {
        Book book = new Book(
                "limit " + request.query().whole("limit", 1, 100),
                new BigDecimal("1E+3"),
                Instant.parse("2026-11-21T10:00:00Z"),
                request.query("shelf"),
                OptionalLong.empty(),
                List.of());
        Optional<String> next = request.query("shelf").filter("bottom"::equals).map(shelf -> "a \"b\"");
        return Future.succeededFuture(new Page<>(List.of(book), next).reply(request, "/books"));
    }

    private static Future<Reply> lend(Request request) {
        Loan loan = request.body().into(body -> new Loan(body.id("reader"), body.whole("days", 1, 30)));
        String key = request.idempotencyKey().orElse("-");
        return Future.succeededFuture(Reply.created("/loans/1", loan)
                .with("X-Key", key)
                .with("X-Trace", request.traceparent().orElse("none")));
    }

    private static void isProblem(HttpResponse<String> response, int status, String code) {
        JsonObject document = new JsonObject(response.body());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json; charset=utf-8");
        assertThat(document.getInteger("status")).isEqualTo(status);
        assertThat(document.getString("code")).isEqualTo(code);
        assertThat(document.getString("type")).isEqualTo("/docs/problems/" + code);
        assertThat(document.fieldNames()).contains("title", "detail", "instance");
    }

    private static List<String> wrongFields(HttpResponse<String> response) {
        isProblem(response, 400, "validation_error");
        return new JsonObject(response.body())
                .getJsonArray("errors").stream()
                        .map(error -> ((JsonObject) error).getString("field"))
                        .toList();
    }

    @Test
    void answersAsRecordsAreWritten() throws Exception {
        assertThat(library.get("/books?shelf=top").body())
                .isEqualTo(
                        "{\"items\":[{\"title\":\"limit 20\",\"fee\":1000,\"due\":\"2026-11-21T10:00:00Z\",\"shelf\":\"top\",\"tags\":[]}]}");
        assertThat(library.get("/books").body()).doesNotContain("shelf", "pages");
    }

    @Test
    void s50AnswersWithSafeHeaders() throws Exception {
        var headers = library.get("/books").headers().map();

        assertThat(headers)
                .containsEntry("content-type", List.of("application/json; charset=utf-8"))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("cache-control", List.of("no-store"))
                .doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void answersHeadAsGetWithoutTheBody() throws Exception {
        HttpResponse<String> head =
                library.send(library.request("/books").method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length").orElse(0)).isPositive();
    }

    @Test
    void prefersFixedPathsToParameters() throws Exception {
        assertThat(library.get("/books/latest").body()).isEqualTo("\"the latest\"");
        assertThat(library.get("/books/a%20b").body()).isEqualTo("\"a b\"");
    }

    @Test
    void createsFromAValidBody() throws Exception {
        HttpResponse<String> created = library.send(library.request("/books")
                .header("Content-Type", "application/json; charset=UTF-8")
                .header("Idempotency-Key", "12345678")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reader\":\"ada\",\"days\":3}")));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).isEqualTo("{\"reader\":\"ada\",\"days\":3}");
        assertThat(created.headers().firstValue("Location")).hasValue("/loans/1");
        assertThat(created.headers().firstValue("X-Key")).hasValue("12345678");
        assertThat(created.headers().firstValue("X-Trace"))
                .hasValueSatisfying(trace -> assertThat(trace)
                        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                        .doesNotContain("00f067aa0ba902b7")
                        .endsWith("-01"));
    }

    @Test
    void namesEveryWrongFieldOfABody() throws Exception {
        assertThat(wrongFields(library.post("/books", "{\"reader\":\"\",\"days\":0,\"x\":1}")))
                .containsExactly("reader", "days", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{} x"})
    void s30RefusesBodiesThatCannotBeRead(String body) throws Exception {
        isProblem(library.post("/books", body), 400, "malformed");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0,limit",
        "limit=101,limit",
        "limit=1.5,limit",
        "limit=x,limit",
        "limit=,limit",
        "limit=1&limit=2,limit",
        "shelf=middle,shelf",
        "offset=1,offset",
        "after=aaaaaaaaaaaaaaaaaaaaa,after",
        "after=a%00b,after"
    })
    void refusesQuery(String query, String field) throws Exception {
        assertThat(wrongFields(library.get("/books?" + query))).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/books/a%00b", "/books/%0d%0a", "/loans/1/end"})
    void refusesPathParameters(String path) throws Exception {
        HttpResponse<String> response = path.startsWith("/loans")
                ? library.send(library.request(path).POST(HttpRequest.BodyPublishers.noBody()))
                : library.get(path);

        isProblem(response, 400, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /books/%zz HTTP/1.1", "GET /books/%ff HTTP/1.1", "GET /books?limit=%zz HTTP/1.1"})
    void refusesBrokenEscapes(String line) throws Exception {
        try (Socket socket = library.raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            assertThat(Library.untilClosed(socket)).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }

    @Test
    void takesNoBodyWhereNoneIsDocumented() throws Exception {
        String path = "/loans/0190aaaa-0000-7000-8000-000000000000/end";

        isProblem(library.post(path, "{}"), 400, "malformed");
        assertThat(library.send(library.request(path).POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void takesOrLeavesAnOptionalBody() throws Exception {
        HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
        HttpRequest.BodyPublisher text = HttpRequest.BodyPublishers.ofString("{}");

        assertThat(library.send(library.request("/loans/a/extend").POST(nothing))
                        .body())
                .isEqualTo("7");
        assertThat(library.post("/loans/a/extend", "{\"days\":3}").body()).isEqualTo("3");
        assertThat(wrongFields(library.post("/loans/a/extend", "{\"days\":31}")))
                .containsExactly("days");
        assertThat(wrongFields(library.post("/loans/A/extend", "{}"))).containsExactly("id");
        isProblem(library.send(library.request("/loans/a/extend").POST(text)), 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource({"DELETE,/books", "PATCH,/books/1", "TRACE,/books", "OPTIONS,/books", "PUT,/books/latest", "BREW,/books"
    })
    void s36NamesTheAllowedMethods(String method, String path) throws Exception {
        try (Socket socket = library.raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            assertThat(Library.untilClosed(socket))
                    .startsWith("HTTP/1.1 405")
                    .contains("Allow: GET, HEAD")
                    .contains("method_not_allowed");
        }
    }

    @Test
    void s36KnowsNoOtherPath() throws Exception {
        isProblem(library.get("/nowhere"), 404, "not_found");
        isProblem(library.post("/", "{}"), 404, "not_found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/xml", "application/jsonx", "application/json; charset=latin1", ","})
    void s29TakesJsonOnly(String type) throws Exception {
        HttpResponse<String> response = library.send(
                library.request("/books").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString("{}")));

        isProblem(response, 415, "unsupported_media_type");
    }

    @Test
    void s29TakesNoBodyWithoutAContentType() throws Exception {
        isProblem(
                library.send(library.request("/books").POST(HttpRequest.BodyPublishers.ofString("{}"))),
                415,
                "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/json;q=0",
                "application/json; q=0.000, */*",
                "application/*;q=0, text/*",
                "*/*;q=0"
            })
    void s36AnswersJsonOnly(String accept) throws Exception {
        isProblem(library.send(library.request("/books").header("Accept", accept)), 406, "not_acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "application/*",
                "text/html, */*;q=0.1",
                "APPLICATION/JSON;q=0.001",
                "application/problem+json",
                "text/*;q=0, application/json;charset=utf-8"
            })
    void answersWhoTakesJson(String accept) throws Exception {
        assertThat(library.send(library.request("/books").header("Accept", accept))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void s41UnpacksNothing() throws Exception {
        HttpResponse<String> response = library.send(library.request("/books")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

        isProblem(response, 415, "unsupported_media_type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /books HTTP/1.1\r\n\r\n", "GET /books HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"})
    void answersNoRequestToNoHostOrToSeveral(String sent) throws Exception {
        try (Socket socket = library.raw(sent.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))) {
            assertThat(Library.untilClosed(socket)).startsWith("HTTP/1.1 400").contains("malformed");
        }
    }

    @Test
    void linksToTheNextPageWithTheSameQuestion() throws Exception {
        assertThat(library.get("/books?shelf=bottom").headers().firstValue("Link"))
                .hasValue("</books?shelf=bottom&limit=20&after=a%20%22b%22>; rel=\"next\"");
        assertThat(library.get("/books").headers().firstValue("Link")).isEmpty();
    }

    @Test
    void refusesKeysOfAnotherForm() throws Exception {
        HttpResponse<String> response = library.send(library.request("/books")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "short")
                .POST(HttpRequest.BodyPublishers.ofString("{\"reader\":\"ada\",\"days\":3}")));

        isProblem(response, 400, "validation_error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
            })
    void replacesATraceparentThatIsNotWellFormed(String header) throws Exception {
        HttpResponse<String> response = library.send(library.request("/books")
                .header("Content-Type", "application/json")
                .header("traceparent", header)
                .POST(HttpRequest.BodyPublishers.ofString("{\"reader\":\"ada\",\"days\":3}")));

        assertThat(response.headers().firstValue("X-Trace"))
                .hasValueSatisfying(trace -> assertThat(trace)
                        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                        .isNotEqualTo(header));
    }
}
