package dev.cairn.embedded.load;

import dev.cairn.embedded.http.HttpRequest;
import java.util.List;

/** Recognizes requests such as {@code PUT /api/shop/orders/_stream_load}. */
final class LoadPath {
    private static final int PARTS = 4;

    private LoadPath() {}

    static boolean isLoad(HttpRequest request) {
        List<String> path = request.path();
        return request.method().equals("PUT")
                && path.size() == PARTS
                && path.get(0).equals("api")
                && path.get(PARTS - 1).equals("_stream_load");
    }
}
