package dev.orderly.stock.domain;

import dev.orderly.contracts.Announcement;
import dev.orderly.contracts.StockEvent;
import java.time.Instant;
import java.util.List;

/**
 * All that a batch of events comes to.
 *
 * @param at when it was decided
 * @param opened reservations that had no row before
 * @param moved reservations whose row changes
 * @param levels changed levels in product order
 * @param remembered payments that confirm reservations still to come
 * @param unanswerable events that must go to the dead letters, each with its why
 */
public record Settlement(
        Instant at,
        List<Standing> opened,
        List<Standing> moved,
        List<Decision> decisions,
        List<Level> levels,
        List<Movement> movements,
        List<Announcement<StockEvent>> announcements,
        List<Confirmation> remembered,
        List<Alarm> alarms,
        List<Alarm> unanswerable) {}
