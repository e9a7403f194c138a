package dev.cairn.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void membersKeepTheOrderInWhichTheyWereAdded() {
        JsonObject object = new JsonObject();
        IntStream.rangeClosed(1, 20).forEach(number -> object.put("member" + (21 - number), number));

        assertThat(object.toString())
                .startsWith("{\"member20\":1,\"member19\":2,")
                .endsWith("\"member1\":20}");
    }

    @Test
    void valuesAreEncodedByTheirType() {
        JsonObject object = new JsonObject()
                .put("text", "a \"quoted\" line\n\u0001")
                .put("number", 7)
                .put("flag", true)
                .put("missing", null)
                .put("empty", List.of())
                .put("steps", List.of(1, 2))
                .put("inner", new JsonObject().put("name", "orders"))
                .put("inners", List.of(new JsonObject()));

        assertThat(object)
                .hasToString(
                        "{\"text\":\"a \\\"quoted\\\" line\\n\\u0001\",\"number\":7,\"flag\":true,\"missing\":null,"
                                + "\"empty\":[],\"steps\":[1,2],\"inner\":{\"name\":\"orders\"},\"inners\":[{}]}");
    }
}
