package id.desaterlindungi.enrollment.http.description;

import id.desaterlindungi.enrollment.http.parameter.Range;
import jakarta.ws.rs.QueryParam;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;

/** Describes each parameter's {@link Range}, as it is checked. */
final class ApiRanges {
    private static final DotName OPERATION =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.Operation");

    private final List<Of> all;

    private record Of(String operationId, String parameter, long least, long most) {
        boolean isOf(Operation operation, Parameter described) {
            return operationId.equals(operation.getOperationId())
                    && parameter.equals(described.getName())
                    && described.getIn() == Parameter.In.QUERY;
        }
    }

    ApiRanges(IndexView service) {
        this.all =
                service.getAnnotations(Range.class).stream().map(ApiRanges::of).toList();
    }

    private static Of of(AnnotationInstance range) {
        var parameter = range.target().asMethodParameter();
        return new Of(
                parameter.method().annotation(OPERATION).value("operationId").asString(),
                parameter
                        .annotation(DotName.createSimple(QueryParam.class))
                        .value()
                        .asString(),
                range.value("least").asLong(),
                range.value("most").asLong());
    }

    void describe(Operation operation) {
        Stream.ofNullable(operation.getParameters())
                .flatMap(List::stream)
                .forEach(parameter -> all.stream()
                        .filter(range -> range.isOf(operation, parameter))
                        .forEach(range -> {
                            var schema = parameter.getSchema();
                            schema.minimum(BigDecimal.valueOf(range.least()));
                            if (range.most() < Long.MAX_VALUE) {
                                schema.maximum(BigDecimal.valueOf(range.most()));
                            }
                        }));
    }
}
