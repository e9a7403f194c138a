package com.acme.library;

import dev.cairn.annotation.SqlType;
import java.util.List;

/** A STRUCT whose class file contains all that the source declares. */
public record TypedLabels(@SqlType("array<varchar(10)>") List<String> labels) {}
