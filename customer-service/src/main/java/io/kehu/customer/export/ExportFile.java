package io.kehu.customer.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Makes the file of the sealed rows as it is downloaded; it is kept nowhere. */
@Component
class ExportFile {

    private final ExportChunks chunks;
    private final ExportJobs jobs;
    private final ExportProperties properties;

    ExportFile(ExportChunks chunks, ExportJobs jobs, ExportProperties properties) {
        this.chunks = chunks;
        this.jobs = jobs;
        this.properties = properties;
    }

    /** @throws ExportChunks.TornFileException when the export ends meanwhile; what was written is no whole file then */
    void write(ExportJob job, OutputStream output) throws IOException {
        ExportJob.Layout layout = job.layout();
        ExportTable table =
                switch (layout.format()) {
                    case CSV -> new ExportTable.Csv(output);
                    case XLSX ->
                        new ExportTable.Xlsx(
                                output,
                                chinese(job) ? "客户" : "Customers",
                                chinese(job) ? "导出说明" : "About this export",
                                notes(job));
                };
        List<String> headers = new ArrayList<>(layout.headers());
        headers.add(ExportMarks.HEADER);
        table.header(headers);
        chunks.read(job.id(), job.chunks(), row -> {
            try {
                table.row(row, layout.kinds());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        table.finish();
    }

    private Map<String, String> notes(ExportJob job) {
        boolean chinese = chinese(job);
        ExportProperties.PurposeName purpose = properties.purposes().get(job.purpose());
        String text = jobs.purposeText(job.id());
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put(chinese ? "导出编号" : "Export", job.id().toString());
        notes.put(
                chinese ? "申请人" : "Asked for by",
                job.askedBy().name() + " (" + job.askedBy().originatingSubject() + ")");
        notes.put(chinese ? "申请时间" : "Asked for at", job.times().created().toString());
        notes.put(
                chinese ? "用途" : "Purpose",
                purpose == null ? job.purpose() : purpose.in(job.layout().language()));
        notes.put(chinese ? "用途说明" : "Reason", text == null ? "" : text);
        if (job.approval().by() != null) {
            notes.put(chinese ? "批准人" : "Approved by", job.approval().by());
        }
        notes.put(chinese ? "行数" : "Rows", String.valueOf(job.rows()));
        notes.put(
                chinese ? "提示" : "Note",
                chinese
                        ? "本文件含客户个人信息，仅限上述用途；每行的 _export 可追溯到本次导出。导出后被删除的客户仍在文件中，用完请立即删除。"
                        : "This file holds personal data for the purpose above only; _export in each row leads back to this export."
                                + " Customers who were erased since are still in it: delete it when it is used.");
        return notes;
    }

    private static boolean chinese(ExportJob job) {
        return job.layout().language().equals("zh");
    }
}
