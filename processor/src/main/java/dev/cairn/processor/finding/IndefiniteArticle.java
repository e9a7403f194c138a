package dev.cairn.processor.finding;

/** The article in front of a type: {@code an INT}, {@code a String}. */
public final class IndefiniteArticle {
    private IndefiniteArticle() {}

    /** Returns the text with its article, which depends on the first letter. */
    public static String prependTo(String text) {
        boolean startsWithVowel = "AEIOUaeiou".indexOf(text.charAt(0)) >= 0;
        return (startsWithVowel ? "an " : "a ") + text;
    }
}
