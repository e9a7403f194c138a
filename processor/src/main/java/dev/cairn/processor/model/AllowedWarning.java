package dev.cairn.processor.model;

/** A code that {@code @Allow} names, and its place. No warning needs to have this code. */
public record AllowedWarning(String code, Place place) {}
