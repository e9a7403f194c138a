package dev.cairn.internal.load;

import dev.cairn.internal.http.HttpResponse;
import dev.cairn.internal.polling.JsonFields;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The response to a load, a JSON object. A server answers with the HTTP status 200 even if the load has failed. */
public record LoadResponse(Map<String, String> members) {
    private static final int OK_STATUS = 200;
    private static final int UNAUTHORIZED_STATUS = 401;
    private static final String TOO_LONG_HEADERS_MESSAGE = "HTTP header is larger than";
    private static final String SUCCESS = "Success";
    private static final String TOTAL_ROWS = "NumberTotalRows";
    private static final String LOADED_ROWS = "NumberLoadedRows";
    private static final String FILTERED_ROWS = "NumberFilteredRows";
    private static final List<String> ROW_COUNTS = List.of(TOTAL_ROWS, LOADED_ROWS, FILTERED_ROWS);

    /** The messages of a server about a load without rows: up to version 3.2, and since 3.3. */
    private static final List<String> NO_ROWS_MESSAGES =
            List.of("all partitions have no load data", "No rows were imported from upstream");

    /**
     * Parses a response. Each HTTP status other than 200 counts as a failure of the load, even if it comes from a proxy
     * that did not wait for the server: if the server may have received rows, the sender reads the state of the label.
     *
     * @throws IOException if the status is 200, but the body is not a response to a load; the outcome of the load is then
     *     unknown
     */
    public static LoadResponse parse(HttpResponse response) throws IOException {
        if (response.status() == UNAUTHORIZED_STATUS) {
            return ofFailure(parseRefusalMessage(response)
                    + " (credentials(user, password) sets the user of the load, who needs INSERT on the table)");
        }
        try {
            if (response.status() == OK_STATUS) {
                LoadResponse loadResponse = new LoadResponse(JsonFields.parse(response.body()));
                // This fails if one of the members is not a number.
                ROW_COUNTS.forEach(loadResponse::parseNumber);
                return loadResponse;
            }
        } catch (IllegalArgumentException failure) {
            throw new IOException("Not a response to a load: " + response.body(), failure);
        }
        return ofFailure("HTTP status " + response.status() + " " + response.body());
    }

    /** Returns the message of a frontend that refuses a user or a password, or denies a privilege. */
    private static String parseRefusalMessage(HttpResponse response) {
        try {
            return JsonFields.parse(response.body()).getOrDefault("msg", "Access denied");
        } catch (IllegalArgumentException notJson) {
            return "Access denied";
        }
    }

    private static LoadResponse ofFailure(String message) {
        return new LoadResponse(Map.of("Status", "Fail", "Message", message));
    }

    /**
     * Returns {@code Success}, {@code Publish Timeout}, {@code Label Already Exists}, {@code Fail} from a backend, or
     * {@code FAILED} from the frontend.
     */
    public String status() {
        return members.getOrDefault("Status", "");
    }

    /** Returns whether the server has committed the rows, so that the load can no longer fail. */
    public boolean isSuccess() {
        return areRowsVisible() || status().equals("Publish Timeout");
    }

    /** Returns whether queries see the rows, which takes some time after their commit. */
    public boolean areRowsVisible() {
        return status().equals(SUCCESS);
    }

    /** Returns whether another load has the same label. */
    public boolean isLabelUsed() {
        return status().equals("Label Already Exists");
    }

    /**
     * Returns whether the server aborted the load because no row was sent. It does so unless
     * {@code empty_load_as_error} is off.
     */
    public boolean isAbortedWithoutRows() {
        return !isSuccess()
                && parseNumber(TOTAL_ROWS) == 0
                && NO_ROWS_MESSAGES.stream().anyMatch(message()::contains);
    }

    /** Returns whether the frontend has refused the request because its headers are too long. */
    public boolean hasTooLongHeaders() {
        return message().contains(TOO_LONG_HEADERS_MESSAGE);
    }

    /** Returns the message of the server; a default message if the response has none. */
    public String message() {
        return members.getOrDefault("Message", members.getOrDefault("msg", "the server gave no reason"));
    }

    /** Returns whether the earlier load with the same label, which the server calls the existing job, has succeeded. */
    public boolean hasEarlierLoadSucceeded() {
        return "FINISHED".equals(members.get("ExistingJobStatus"));
    }

    /** Returns whether the server has counted the rows, which it does after it has received all of them. */
    public boolean hasRowCounts() {
        return parseNumber(TOTAL_ROWS) > 0;
    }

    public long loadedRowCount() {
        return parseNumber(LOADED_ROWS);
    }

    /** Returns the number of invalid rows that the server has filtered out. */
    public long filteredRowCount() {
        return parseNumber(FILTERED_ROWS);
    }

    /** Returns the number in a member; 0 if the response has no such member. */
    private long parseNumber(String memberName) {
        return Long.parseLong(members.getOrDefault(memberName, "0"));
    }

    /** Returns the URL of the list of rejected rows; empty if the response has none. */
    public Optional<String> errorsUrl() {
        return Optional.ofNullable(members.get("ErrorURL"));
    }
}
