package dev.cairn.migration;

/** What a class file can hold as one text. */
final class ClassFileText {
    /** It counts bytes of modified UTF-8, and javac takes one less than fits. */
    private static final int LONGEST = 65_534;

    private ClassFileText() {}

    static boolean fits(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            bytes += character >= 0x01 && character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
        }
        return bytes <= LONGEST;
    }
}
