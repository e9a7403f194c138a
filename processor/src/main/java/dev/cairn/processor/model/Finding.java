package dev.cairn.processor.model;

/** A message for the user at one place of the source. */
public record Finding(FindingCode code, Place place, String text) {
    /** The printed message: the code in brackets, and the text. */
    public String message() {
        return "[" + code.tag() + "] " + text;
    }

    /** The printed message with the name of its subject. */
    public String messageAbout(String name) {
        return "[" + code.tag() + "] " + name + ": " + text;
    }
}
