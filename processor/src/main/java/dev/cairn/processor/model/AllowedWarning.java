package dev.cairn.processor.model;

/** A code that {@code @Allow} names, and its place. The code may be unknown. */
public record AllowedWarning(String code, Place place) {}
