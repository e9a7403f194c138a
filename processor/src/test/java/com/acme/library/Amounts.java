package com.acme.library;

import dev.cairn.annotation.Decimal;
import java.math.BigDecimal;
import java.util.List;

/** A STRUCT whose class file does not contain the precision that the source declares. */
public record Amounts(List<@Decimal(precision = 10, scale = 2) BigDecimal> amounts) {}
