package dev.cairn.processor.model;

/** A code in {@code @Allow}, and its place. */
public record AllowedWarning(String code, Place place) {}
