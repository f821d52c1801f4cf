package dev.orderly.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process publishes about its services, for people and tools: each service's {@code /openapi/NAME.yaml}, {@code /asyncapi/NAME.yaml}
 * and {@code /service/NAME.yaml}, all contracts as one {@code /openapi.yaml}, a page of it at {@code /docs}, and what problems mean at
 * {@code /docs/problems}.
 */
public final class PublishedFiles {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));
    private static final String YAML_TYPE = "application/yaml; charset=utf-8";
    private static final String HTML_TYPE = "text/html; charset=utf-8";
    private static final String REDOC = "META-INF/resources/webjars/redoc/2.1.4/bundles/redoc.standalone.js";
    /** A picture that the page would fetch from its maker. */
    private static final String FOREIGN = "https://cdn.redoc.ly/redoc/logo-mini.svg";
    /** The page's own program styles as it runs, and searches in a worker. */
    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

    private final Map<String, Reply> files = new LinkedHashMap<>();
    private final ProblemPages problems;

    private PublishedFiles(List<String> services) throws IOException {
        Map<String, ObjectNode> contracts = new LinkedHashMap<>();
        for (String service : services) {
            for (String kind : List.of("openapi", "asyncapi", "service")) {
                String file = kind + "/" + service + ".yaml";
                files.put("/" + file, Reply.text(YAML_TYPE, text(file)));
            }
            contracts.put(service, YAML.readValue(text("openapi/" + service + ".yaml"), ObjectNode.class));
        }
        files.put("/openapi.yaml", Reply.text(YAML_TYPE, YAML.writeValueAsString(MergedContract.of(contracts))));
        files.put("/docs", page(text("docs/index.html")));
        files.put("/docs/page.css", Reply.text("text/css; charset=utf-8", text("docs/page.css")));
        files.put(
                "/docs/redoc.standalone.js",
                Reply.text("text/javascript; charset=utf-8", text(REDOC).replace(FOREIGN, "data:,")));
        problems = new ProblemPages(YAML.readTree(text("docs/problems.yaml")));
        files.put("/docs/problems", page(problems.index()));
    }

    /** Reads what there is of these services from the class path, on a worker. Fails when a file is missing or two contracts collide. */
    public static Future<PublishedFiles> of(Vertx vertx, List<String> services) {
        return vertx.executeBlocking(() -> new PublishedFiles(services));
    }

    /** Mounts all of it; before the edge listens. */
    public void offer(HttpEdge edge) {
        files.forEach((path, reply) -> edge.route(path, request -> Future.succeededFuture(reply)));
        edge.route("/docs/problems/:kind", request -> Future.succeededFuture(problem(request.pathParameter("kind"))));
    }

    private Reply problem(String kind) {
        return page(problems.page(kind).orElseThrow(() -> Problem.notFound("kind of problem " + kind)));
    }

    private static Reply page(String html) {
        return Reply.text(HTML_TYPE, html).with("Content-Security-Policy", POLICY);
    }

    private static String text(String resource) throws IOException {
        try (InputStream file = PublishedFiles.class.getClassLoader().getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("no " + resource + " on the class path");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
