package dev.cairn.processor.model;

/** Something that the user should know, said once, in one place of the source. */
public record Finding(FindingCode code, Place place, String text) {
    /** As it is printed: the code in brackets, then the text. */
    public String message() {
        return "[" + code.tag() + "] " + text;
    }

    /** The same, with the name of what it is about. */
    public String messageAbout(String name) {
        return "[" + code.tag() + "] " + name + ": " + text;
    }
}
