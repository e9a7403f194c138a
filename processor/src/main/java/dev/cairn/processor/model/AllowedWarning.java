package dev.cairn.processor.model;

/** A code in {@code @Allow}, and where it stands. */
public record AllowedWarning(String tag, Place place) {}
