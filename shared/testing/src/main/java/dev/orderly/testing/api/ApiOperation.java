package dev.orderly.testing.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a contract.
 *
 * @param path with its parameters in braces
 * @param body the schema of the JSON body, if it takes one
 * @param bodyRequired whether it cannot do without
 * @param answers by status
 */
public record ApiOperation(
        String id,
        String method,
        String path,
        List<ApiParameter> parameters,
        Optional<JsonNode> body,
        boolean bodyRequired,
        Map<Integer, ApiAnswer> answers) {

    /** Its parameters of one kind: path, query or header. */
    public List<ApiParameter> parameters(String in) {
        return parameters.stream()
                .filter(parameter -> parameter.in().equals(in))
                .toList();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
