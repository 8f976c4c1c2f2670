package id.desaterlindungi.enrollment.sealing;

import org.jspecify.annotations.Nullable;

/**
 * The keys that index what a transaction writes. They stay so until it ends.
 *
 * @param used finds who is written
 * @param next writes a second index beside; null where there is to be none
 */
public record IndexKeys(long used, @Nullable Long next) {}
