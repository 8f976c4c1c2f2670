package id.desaterlindungi.enrollment.transfer;

import id.desaterlindungi.enrollment.privacy.Traces;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The words of requests for transfers, and the part of a NIK by which who asked knows them. The person's file has them as a list of its own. */
@ApplicationScoped
class TransferTraces implements Traces {
    @Override
    public List<Trace> of(Handle handle, Somebody person) {
        return List.of();
    }

    /** Nobody can be moved any more, so what is open ends. */
    @Override
    public void erase(Handle handle, List<Somebody> people) {
        handle.createUpdate("""
                        update transfer_request
                        set version = version + 1, nik_region = '000000', explanation = '----------',
                            return_reason = case when return_reason is not null then '----------' end,
                            state = case
                                when state <> 'OPEN' then state when expires_at <= clock_timestamp() then 'EXPIRED' else 'OVERTAKEN'
                                end,
                            ended_at = coalesce(ended_at, least(expires_at, clock_timestamp()))
                        where participant_id = any(:people)
                        """)
                .bind("people", people.stream().map(Somebody::id).toArray(UUID[]::new))
                .execute();
    }
}
