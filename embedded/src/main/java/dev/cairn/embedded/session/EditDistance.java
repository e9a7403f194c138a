package dev.cairn.embedded.session;

/** How many letters make one word another. */
final class EditDistance {
    private EditDistance() {}

    static int between(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int column = 0; column <= other.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] current = new int[other.length() + 1];
            current[0] = row;
            for (int column = 1; column <= other.length(); column++) {
                int replaced = before[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(replaced, 1 + Math.min(before[column], current[column - 1]));
            }
            before = current;
        }
        return before[other.length()];
    }
}
