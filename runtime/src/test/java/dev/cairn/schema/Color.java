package dev.cairn.schema;

enum Color {
    RED,
    GREEN
}
