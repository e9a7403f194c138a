package dev.cairn.embedded.rows;

import java.util.List;

/**
 * What a load did.
 *
 * @param accepted whether few enough rows were wrong; if not, none was written
 * @param unselected rows that its condition left out
 * @param refused the first of the wrong rows, with what is wrong, as the server's error log has them
 */
public record LoadCounts(boolean accepted, long total, long filtered, long unselected, List<String> refused) {
    public LoadCounts {
        refused = List.copyOf(refused);
    }

    public long loaded() {
        return accepted ? total - filtered - unselected : 0;
    }
}
